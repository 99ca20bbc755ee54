/** Labels of a log line, by what Kubernetes says of the pod. Few, since Loki keeps a stream for each combination. */
const LABELS = {
  namespace: '__meta_kubernetes_namespace',
  pod: '__meta_kubernetes_pod_name',
  container: '__meta_kubernetes_pod_container_name',
  app: '__meta_kubernetes_pod_label_app_kubernetes_io_name',
  node: '__meta_kubernetes_pod_node_name',
};

const rules = Object.entries(LABELS).map(
  ([label, source]) => `  rule {
    source_labels = ["${source}"]
    target_label  = "${label}"
  }`,
);

/** Alloy's configuration: pods of its own node, their files, Loki. https://grafana.com/docs/alloy/latest/reference/ */
export const ALLOY_CONFIG = `// Alloy runs on every node and looks at that node's pods alone.
discovery.kubernetes "pods" {
  role = "pod"

  selectors {
    role  = "pod"
    field = "spec.nodeName=" + sys.env("HOSTNAME")
  }
}

discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets

${rules.join('\n\n')}

  rule {
    source_labels = ["__meta_kubernetes_pod_uid", "__meta_kubernetes_pod_container_name"]
    separator     = "/"
    replacement   = "/var/log/pods/*$1/*.log"
    target_label  = "__path__"
  }
}

local.file_match "pods" {
  path_targets = discovery.relabel.pods.output
}

loki.source.file "pods" {
  targets    = local.file_match.pods.targets
  forward_to = [loki.process.pods.receiver]
}

loki.process "pods" {
  stage.cri { }

  stage.label_drop {
    values = ["filename"]
  }

  forward_to = [loki.write.loki.receiver]
}

loki.write "loki" {
  endpoint {
    url = "http://loki.monitoring.svc.cluster.local:3100/loki/api/v1/push"
  }
}
`;
