# The emulated AWS: a server of ours on the loopback interface, with a folder for its state.

aws_runs() {
  [ -e "$state/aws.pid" ] && kill -0 "$(cat "$state/aws.pid")" 2>/dev/null
}

aws_start() {
  if aws_runs; then
    return
  fi
  if [ -e "$project" ] || [ -e "$state/fleet" ] || [ -e "$state/examples" ]; then
    echo "• The emulated AWS has gone, and all it held with it: starting afresh"
    state_remove
  fi
  mkdir -p "$state"
  # An interrupt of the terminal is not meant for it.
  PYTHONPATH=$sandbox/aws setsid nohup "$emulator" -m emulated_aws --port-file "$state/aws.port" \
    --world "$sandbox/aws/world.json" >"$state/aws.log" 2>&1 </dev/null &
  echo $! >"$state/aws.pid"
  step "Starting the emulated AWS" aws_wait
}

aws_wait() {
  for _ in $(seq 1200); do
    [ -s "$state/aws.port" ] && return
    aws_runs || break
    sleep 0.1
  done
  cat "$state/aws.log"
  return 1
}

aws_stop() {
  local pid
  if aws_runs; then
    pid=$(cat "$state/aws.pid")
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  fi
  rm -f "$state"/aws.{pid,port,pem,p12}
}

# aws_use STACK_FILE: points the AWS SDKs at the emulated AWS, as an operator of the file's account.
aws_use() {
  local account
  account=$(sed -n 's/^ *aws:allowedAccountIds:[^0-9]*\([0-9]\{12\}\).*/\1/p' "$1")
  export AWS_ENDPOINT_URL=http://127.0.0.1:$(cat "$state/aws.port")
  export AWS_ACCESS_KEY_ID=${account:+AKIAECRC}${account:-test}
  export AWS_SECRET_ACCESS_KEY=test AWS_EC2_METADATA_DISABLED=true
  unset AWS_PROFILE AWS_SESSION_TOKEN
}

# aws_operator ACCOUNT: points Java programs at the emulated AWS and its registries, as an operator of
# the account.
aws_operator() {
  aws_use /dev/null
  export AWS_ACCESS_KEY_ID=AKIAECRC$1 AWS_REGION=eu-west-1 HTTPS_PROXY=$AWS_ENDPOINT_URL
  export JAVA_TOOL_OPTIONS="${JAVA_TOOL_OPTIONS:-} -Djavax.net.ssl.trustStore=$state/aws.p12 -Djavax.net.ssl.trustStoreType=PKCS12"
}
