# A fleet of the sandbox: a project of its own, with one hosting stack and many workload stacks.

fleet=$state/fleet

# fleet_start [WORKLOADS]: makes the project, once, and points Pulumi and the AWS SDKs at it.
fleet_start() {
  export PULUMI_BACKEND_URL=file://$fleet/backend
  # An operator of the management account: each stack file names the role to assume.
  aws_use /dev/null
  if [ -d "$fleet" ]; then
    return
  fi
  project_of "$root" "$fleet"
  mkdir "$fleet/backend"
  cp "$sandbox/stacks/fleet/Pulumi.prod.yaml" "$fleet"
  for number in $(seq -f %02g "$1"); do
    sed "s/NN/$number/g" "$sandbox/stacks/fleet/Pulumi.team-NN.yaml" >"$fleet/Pulumi.team-$number.yaml"
  done
  chmod u+w "$fleet"/*.yaml
  quietly pulumi -C "$fleet" stack init prod --no-select
  stack_settings "$fleet" prod
}

# fleet_run OPERATION [OPTION...]: becomes the command that runs it on the fleet, unless told on all
# of its stacks.
fleet_run() {
  case " $* " in
    *" --stacks "*) ;;
    *) set -- "$@" --stacks 'prod,team-*' ;;
  esac
  cd "$root"
  exec bin/ecr-cache fleet "$@" --project "$fleet"
}
