const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: demo, labels: { app: web } }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      initContainers:
        - { name: init, image: "registry.example.net:5000/init@sha256:abc" }
      containers:
        - { name: web, image: "registry.example.net/web:1.0.0", env: [{ name: A, value: a }, { name: B, value: b }] }
        - { name: side, image: side }
      volumes:
        - { name: settings, configMap: { name: settings } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: demo }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
`;
const BINDING = `apiVersion: v1
kind: ServiceAccount
metadata: { name: default }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: web }
subjects: [{ kind: ServiceAccount, name: default, namespace: default }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: web }
`;

function app(config: string, files: Readonly<Record<string, string>> = {}): Record<string, string> {
  const below = Object.entries(files).map(([path, text]) => [
    path.startsWith('../') ? path.slice(3) : `app/${path}`,
    text,
  ]);
  return { 'app/kustomization.yaml': config, 'app/web.yaml': DEPLOYMENT, ...Object.fromEntries(below) };
}

/** Small folders that both have to build alike. */
export const KUSTOMIZE_CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'patches of every form': app(
    `resources: [web.yaml]
patches:
  - target: { kind: Deployment, name: w.* }
    patch: |
      - { op: replace, path: /spec/replicas, value: 3 }
      - { op: add, path: /metadata/annotations, value: { example.net/a~b: c } }
      - { op: add, path: /spec/template/spec/containers/-, value: { name: last, image: last } }
      - { op: remove, path: /spec/template/spec/containers/1 }
  - path: merge.yaml
  - target: { kind: Service, labelSelector: "app=none" }
    patch: '[{ "op": "remove", "path": "/spec" }]'
`,
    {
      'merge.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: demo }
spec:
  template:
    spec:
      nodeSelector: { disk: ssd }
      containers:
        - name: web
          env: [{ name: B, value: changed }, { name: C, value: c }]
      volumes:
        - { name: settings, configMap: null, emptyDir: {} }
`,
    },
  ),
  'a patch that deletes an object, and one that deletes a container': app(`resources: [web.yaml]
patches:
  - patch: |
      apiVersion: v1
      kind: Service
      metadata: { name: web, namespace: demo }
      $patch: delete
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web, namespace: demo }
      spec: { template: { spec: { containers: [{ name: side, $patch: delete }] } } }
`),
  'a component that changes what its user has': app('resources: [web.yaml]\ncomponents: [../labels]\n', {
    '../labels/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: { kind: Service }
    patch: "- { op: add, path: /metadata/labels, value: { team: web } }"
`,
  }),
  'images by name, tag and digest': app(`resources: [web.yaml]
images:
  - { name: registry.example.net/web, newTag: 2.0.0 }
  - { name: side, newName: other.example.net/side, digest: "sha256:def" }
  - { name: registry.example.net:5000/init, newTag: "3" }
`),
  'a namespace, with the subjects of bindings': app('namespace: other\nresources: [web.yaml, rbac.yaml]\n', {
    'rbac.yaml': BINDING,
  }),
  'generators without a hash': app(
    `resources: [web.yaml]
generatorOptions: { disableNameSuffixHash: true, labels: { made: here } }
configMapGenerator:
  - { name: settings, namespace: demo, files: [config.ini, renamed=config.ini], literals: [a=b=c, "q='x'"] }
  - { name: env, namespace: demo, envs: [vars.env], options: { annotations: { x: "y" }, immutable: true } }
`,
    { 'config.ini': '[a]\nb = c\n', 'vars.env': '# comment\nA=1\nB=two=2\n\n' },
  ),
  'a generator that adds to another': app(
    `resources: [../base]
configMapGenerator:
  - { name: settings, namespace: demo, behavior: merge, literals: [b=2], options: { disableNameSuffixHash: true } }
`,
    {
      '../base/kustomization.yaml': `configMapGenerator:
  - { name: settings, namespace: demo, literals: [a=1, b=1], options: { disableNameSuffixHash: true } }
`,
    },
  ),
  'labels for objects alone, for selectors and for templates': app(`resources: [web.yaml]
labels:
  - { pairs: { only: objects } }
  - { pairs: { both: selectors }, includeSelectors: true }
  - { pairs: { some: templates }, includeTemplates: true }
commonAnnotations: { note: everywhere }
`),
  'labels for all, the old way': app('resources: [web.yaml]\ncommonLabels: { team: web }\n'),
  replicas: app('resources: [web.yaml]\nreplicas: [{ name: web, count: 5 }]\n'),
  'a list of objects, and a folder within': app('resources: [web.yaml, list.yaml, more]\n', {
    'list.yaml': 'apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: ConfigMap, metadata: { name: a } }\n',
    'more/kustomization.yaml': 'namespace: more\nresources: [cm.yaml]\n',
    'more/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
  }),
};

/** Small folders that neither builds. */
export const REFUSED_CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a file that is not there': app('resources: [gone.yaml]\n'),
  'a folder without kustomization.yaml': app('resources: [more]\n', { 'more/readme.txt': '' }),
  'a file listed twice': app('resources: [web.yaml, web.yaml]\n'),
  'a file outside of the folder': app('resources: [../out.yaml]\n', { '../out.yaml': BINDING }),
  'a folder that lists the one above': app('resources: [more]\n', { 'more/kustomization.yaml': 'resources: [..]\n' }),
  'a patch for an object that is not there': app(`resources: [web.yaml]
patches:
  - patch: "{ apiVersion: v1, kind: ConfigMap, metadata: { name: gone } }"
`),
  'a key that is there twice': app('resources: [twice.yaml]\n', {
    'twice.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  a: b\n  a: c\n',
  }),
  'a generated file that is not there': app('configMapGenerator: [{ name: a, files: [gone] }]\n'),
};
