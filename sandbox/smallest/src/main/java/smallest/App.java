package smallest;

import com.pulumi.Pulumi;
import com.pulumi.aws.ecr.Repository;
import com.pulumi.kubernetes.helm.v3.Release;
import com.pulumi.kubernetes.helm.v3.ReleaseArgs;
import com.pulumi.kubernetes.helm.v3.inputs.RepositoryOptsArgs;

/** One ECR repository and one Helm release: what previews of ecr-cache are compared with. */
final class App {
  private App() {}

  public static void main(String[] args) {
    Pulumi.run(
        context -> {
          var repository = new Repository("nats");
          new Release(
              "nats",
              ReleaseArgs.builder()
                  .chart("nats")
                  .version("1.1.9")
                  .repositoryOpts(
                      RepositoryOptsArgs.builder()
                          .repo("https://nats-io.github.io/k8s/helm/charts/")
                          .build())
                  .build());
          context.export("repositoryUrl", repository.repositoryUrl());
        });
  }
}
