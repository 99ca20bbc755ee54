import { type DamageClass, damaged, misspell, oneOf, setField, setIn } from '../damage.js';
import type { IntactTree, TreeObject, Victim } from '../intact-tree.js';
import { isSealed } from '../intact-tree.js';
import { typo } from '../typo.js';

const SECRET_NAME =
  /(?:secretKeyRef\.name|\.secret\.secretName|secretRef\.name|passwordSecret\.name|s3Credentials\.\w+\.name|imagePullSecrets\.\[\]\.name|existingSecret|alertmanagerSpec\.secrets\.\[\])$/;
const SECRET_KEY =
  /(?:secretKeyRef\.key|s3Credentials\.\w+\.key|spec\.values\.grafana\.admin\.(?:passwordKey|userKey))$/;

/** Names that one object has for another, within the cluster. */
export const references: readonly DamageClass[] = [
  {
    name: 'secret-unknown',
    weight: 5,
    harm: 'no such Secret: the container does not start, the backup does not run, the release does not install',
    damage: (tree, random) =>
      misspell(
        tree,
        random,
        tree.victims(
          SECRET_NAME,
          ({ object, pattern }) => isSecretOfTree(tree, object) && !pattern.includes('decryption'),
        ),
      ),
  },
  {
    name: 'secret-key-unknown',
    weight: 5,
    harm: 'the Secret has no such key: the container does not start (CreateContainerConfigError)',
    damage: (tree, random) => misspell(tree, random, tree.victims(SECRET_KEY)),
  },
  {
    name: 'secret-of-another-namespace',
    weight: 3,
    harm: 'a Secret of another namespace cannot be read: the container does not start (trap 43)',
    damage(tree, random) {
      const victim = random.pick(tree.victims(/(?:secretKeyRef\.name|\.secret\.secretName)$/));
      if (victim === undefined) return undefined;
      const elsewhere = tree
        .ofKind('Secret')
        .filter(
          ({ namespace, name }) =>
            namespace !== victim.object.namespace && !tree.find('Secret', victim.object.namespace, name),
        );
      const other = random.pick(elsewhere);
      return other && setField(tree, victim, other.name);
    },
  },
  {
    name: 'config-map-unknown',
    weight: 4,
    harm: 'no such ConfigMap: the pod stays in ContainerCreating',
    damage: (tree, random) => misspell(tree, random, configMapNames(tree)),
  },
  {
    name: 'config-map-renamed',
    weight: 2,
    harm: 'pods look for the ConfigMap by its old name and do not start',
    damage(tree, random) {
      const used = new Set(configMapNames(tree).map(({ object, value }) => `${object.namespace}/${value}`));
      const generators = tree.configs.flatMap((config) =>
        config.generated.flatMap(([id], at) => (used.has(id) ? [{ config, id, at }] : [])),
      );
      const picked = random.pick(generators);
      if (picked === undefined) return undefined;
      const { config, id, at } = picked;
      const name = typo(id.split('/')[1] ?? '', random);
      const text = tree.editedText(config.file, 0, (document) =>
        document.setIn(['configMapGenerator', at, 'name'], name),
      );
      return damaged(tree, { [config.file]: text }, `ConfigMap ${id} became ${name}`, config.file);
    },
  },
  {
    name: 'sub-path-unknown',
    weight: 2,
    harm: 'the ConfigMap or Secret has no such key: the kubelet mounts an empty folder where the program expects a file',
    damage: (tree, random) => misspell(tree, random, tree.victims(/\.volumeMounts\.\[\]\.subPath$/)),
  },
  {
    name: 'claim-unknown',
    weight: 4,
    harm: 'no such PersistentVolumeClaim: the pod stays Pending',
    damage: (tree, random) => misspell(tree, random, tree.victims(/\.persistentVolumeClaim\.claimName$/)),
  },
  {
    name: 'service-account-unknown',
    weight: 3,
    harm: 'no such ServiceAccount: no pod of the workload is created',
    damage: (tree, random) => misspell(tree, random, tree.victims(/\.serviceAccountName$/)),
  },
  {
    name: 'storage-class-unknown',
    weight: 2,
    harm: 'nobody provisions a volume of an unknown class: the claim stays Pending, and so does the pod',
    damage(tree, random) {
      const claim = random.pick(tree.ofKind('PersistentVolumeClaim'));
      return claim && setIn(tree, claim, ['spec', 'storageClassName'], 'fast-nvme', 'storageClassName: fast-nvme');
    },
  },
  {
    name: 'object-renamed',
    weight: 3,
    harm: 'what refers to the object by its name finds it no more',
    damage(tree, random) {
      const victim = random.pick(referred(tree));
      return victim && setField(tree, victim, typo(String(victim.value), random));
    },
  },
  {
    name: 'namespace-of-another',
    weight: 4,
    harm: 'the object is where those that refer to it, or what it refers to itself, are not',
    damage(tree, random) {
      const objects = [
        'Deployment',
        'PersistentVolumeClaim',
        'ServiceAccount',
        'OCIRepository',
        'HelmRelease',
        'Cluster',
      ];
      const victim = random.pick(
        tree.victims(
          /^metadata\.namespace$/,
          ({ object }) => objects.includes(object.kind) && isReferring(tree, object),
        ),
      );
      const namespaces = tree.ofKind('Namespace').map(({ name }) => name);
      return victim && setField(tree, victim, random.pick(namespaces.filter((name) => name !== victim.value)));
    },
  },
  {
    name: 'namespace-unknown',
    weight: 3,
    harm: 'nobody makes the namespace: the API server refuses the object',
    damage: (tree, random) => misspell(tree, random, tree.victims(/^metadata\.namespace$/)),
  },
  {
    name: 'namespace-missing',
    weight: 2,
    harm: 'an object without a namespace goes to "default", where nothing looks for it',
    damage(tree, random) {
      const victim = random.pick(tree.victims(/^metadata\.namespace$/));
      return (
        victim &&
        damaged(
          tree,
          {
            [victim.object.file]: tree.editedText(victim.object.file, victim.object.index, (document) => {
              document.deleteIn(victim.steps);
            }),
          },
          `namespace "${victim.value}" was removed`,
          `${victim.object.file}: ${victim.object.kind}/${victim.object.name}`,
        )
      );
    },
  },
  {
    name: 'namespace-deleted',
    weight: 2,
    harm: 'nobody makes the namespace of other objects any more',
    damage(tree, random) {
      const namespace = random.pick(tree.ofKind('Namespace'));
      const config = tree.configs.find(({ folder, resources }) =>
        resources.some((one) => namespace?.file === `${folder}/${one.replace('./', '')}`),
      );
      if (namespace === undefined || config === undefined) return undefined;
      const entry = namespace.file.slice(config.folder.length + 1);
      const text = tree.text(config.file).replace(`  - ./${entry}\n`, '');
      return damaged(tree, { [namespace.file]: undefined, [config.file]: text }, 'was removed', namespace.file);
    },
  },
  {
    name: 'image-policy-marker',
    weight: 2,
    harm: 'image automation knows no such policy and never updates the image',
    damage: (tree, random) =>
      oneOf(random, () => {
        const marked = [...tree.files].filter(
          ([path, text]) => path.endsWith('.yaml') && text.includes('$imagepolicy'),
        );
        const [file, text] = random.pick(marked) ?? [];
        if (file === undefined || text === undefined) return undefined;
        const changed = text.replace(
          /("\$imagepolicy": "[^:]+:)([^":]+)/,
          (_, lead: string, name: string) => lead + typo(name, random),
        );
        return damaged(tree, { [file]: changed }, 'marker of another policy', file);
      }),
  },
  {
    name: 'image-policy-marker-added',
    weight: 2,
    harm: 'no ImagePolicy of that name: the image is never updated, and nobody is told',
    damage(tree, random) {
      const line = random.pick(
        [...tree.files].flatMap(([file, text]) =>
          isSealed(file) || !file.endsWith('.yaml')
            ? []
            : [...text.matchAll(/^ +(?:- )?image: \S+$/gm)].map(([found]) => ({ file, found })),
        ),
      );
      if (line === undefined) return undefined;
      const text = tree.text(line.file).replace(line.found, `${line.found} # {"$imagepolicy": "flux-system:app"}`);
      return damaged(tree, { [line.file]: text }, 'has the marker of a policy that does not exist', line.file);
    },
  },
];

/** Whether the name is one of a Secret that the tree holds in the object's namespace (another may be a chart's). */
function isSecretOfTree(tree: IntactTree, { namespace }: TreeObject): boolean {
  return tree.ofKind('Secret').some((secret) => secret.namespace === namespace);
}

/** Names of ConfigMaps that the tree makes itself. */
function configMapNames(tree: IntactTree): Victim[] {
  return tree.victims(/(?:\.configMap\.name|configMapKeyRef\.name|configMapRef\.name)$/, ({ object, value }) =>
    tree.generated.has(`${object.namespace}/${value}`),
  );
}

/** Names of objects that another one of the tree refers to by name. */
function referred(tree: IntactTree): Victim[] {
  const uses: Readonly<Record<string, RegExp>> = {
    PersistentVolumeClaim: /claimName$/,
    ServiceAccount: /(?:serviceAccountName|subjects\.\[\]\.name)$/,
    OCIRepository: /chartRef\.name$/,
    HelmRepository: /chart\.spec\.sourceRef\.name$/,
    Role: /roleRef\.name$/,
    Cluster: /^spec\.cluster\.name$/,
    Namespace: /^metadata\.namespace$/,
    Kustomization: /^spec\.dependsOn\.\[\]\.name$/,
    ValidatingAdmissionPolicy: /^spec\.policyName$/,
  };
  return tree.victims(/^metadata\.name$/, ({ object }) => {
    const use = uses[object.kind];
    return (
      use !== undefined &&
      tree.victims(use, ({ value, object: user }) => value === object.name && user !== object).length > 0
    );
  });
}

/** Whether an object refers to others of its namespace, or they to it. */
function isReferring(tree: IntactTree, { kind, name, namespace }: TreeObject): boolean {
  if (kind === 'HelmRelease') return tree.find('OCIRepository', namespace, name) !== undefined;
  if (kind === 'OCIRepository') return tree.find('HelmRelease', namespace, name) !== undefined;
  if (kind === 'ServiceAccount')
    return (
      tree.victims(/serviceAccountName$/, (one) => one.value === name && one.object.namespace === namespace).length > 0
    );
  return true;
}
