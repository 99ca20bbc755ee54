module homelab-gitops/e2e/helm-controller

go 1.25.0

tool github.com/fluxcd/helm-controller

require github.com/fluxcd/helm-controller v1.4.0

// The replaces of the module itself, but for that of its own ./api.
replace (
	github.com/opencontainers/go-digest => github.com/opencontainers/go-digest v1.0.1-0.20231025023718-d50d2fec9c98
	sigs.k8s.io/kustomize/api => sigs.k8s.io/kustomize/api v0.20.1
	sigs.k8s.io/kustomize/kyaml => sigs.k8s.io/kustomize/kyaml v0.20.1
)
