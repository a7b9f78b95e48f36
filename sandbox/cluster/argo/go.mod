module ecrcache.dev/sandbox/cluster/argo

go 1.26

require github.com/argoproj/argo-cd/v3 v3.5.7
