import json

from tests.emulation import EmulationTest


class SimulatorTest(EmulationTest):
    def simulate(self, role: str, action: str, resource: str) -> str:
        (result,) = self.account.client("iam").simulate_principal_policy(
            PolicySourceArn=role, ActionNames=[action], ResourceArns=[resource]
        )["EvaluationResults"]
        self.assertEqual((action, resource), (result["EvalActionName"], result["EvalResourceName"]))
        return result["EvalDecision"]

    def test_the_policies_of_a_role_decide(self):
        role, iam = self.account.role("nodes"), self.account.client("iam")
        pause = f"arn:aws:ecr:eu-west-1:{self.account.id}:repository/k8s/pause"
        self.assertEqual("implicitDeny", self.simulate(role, "ecr:BatchGetImage", pause))

        allow = {"Effect": "Allow", "Action": "ecr:Batch*", "Resource": pause.replace("pause", "*")}
        policy = iam.create_policy(
            PolicyName="pull", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        )["Policy"]["Arn"]
        iam.attach_role_policy(RoleName="nodes", PolicyArn=policy)
        self.assertEqual("allowed", self.simulate(role, "ecr:BatchGetImage", pause))
        self.assertEqual("implicitDeny", self.simulate(role, "ecr:BatchGetImage", pause.replace("k8s", "team")))

        deny = {"Effect": "Deny", "Action": "ecr:BatchGetImage", "Resource": "*"}
        iam.put_role_policy(
            RoleName="nodes",
            PolicyName="deny",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [deny]}),
        )
        self.assertEqual("explicitDeny", self.simulate(role, "ecr:BatchGetImage", pause))
