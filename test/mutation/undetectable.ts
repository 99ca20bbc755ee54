/** Damage that no check of a tree can see, with the reason. None of it is generated. */
export const UNDETECTABLE: readonly { readonly damage: string; readonly reason: string }[] = [
  {
    damage:
      'a number becomes another plausible one: replicas, limits, sizes, thresholds of alerts, retention, intervals',
    reason: 'both are valid, and only the person knows which one was meant',
  },
  {
    damage: 'an image or chart gets another existing tag, older or newer',
    reason: 'any published tag is valid; whether a tag exists is known only where charts.lock.yaml has fetched it',
  },
  {
    damage: 'a value of a HelmRelease is misspelt or unknown, while its chart is not in charts.lock.yaml',
    reason: 'the chart alone says which values it reads, and it cannot be had offline; with the lock it is found',
  },
  {
    damage: 'a name of an object that only a chart makes (Service of Grafana, labels of Prometheus’ pods)',
    reason: 'what a chart renders is known where helm and the chart are, not from the tree',
  },
  {
    damage: 'the value of a sealed Secret becomes another value that is sealed rightly, or an older one comes back',
    reason: 'nobody without the key sees a value, and SOPS has no counter that would show its age',
  },
  {
    damage: 'two ciphertexts of one sealed file change places',
    reason: 'the key’s name is authenticated, but only decryption checks it',
  },
  {
    damage: 'a line of a script, or an argument or environment variable that a program reads by itself, is wrong',
    reason: 'only the program knows its own options; the tree carries them as free text',
  },
  {
    damage: 'a port becomes another port that the same Service or pod really has',
    reason: 'both ports are there; what is spoken on them is not written anywhere',
  },
  {
    damage: 'a host name becomes another free one below the same domain',
    reason: 'every free name is a possible host; links to it live outside of the tree',
  },
  {
    damage: 'a dependency is removed whose unit is only useful, not necessary, for the other',
    reason: 'no object of the one names an object, kind, namespace or variable of the other',
  },
  {
    damage:
      'a probe asks another path of the right port, or a right-looking expression asks for a metric that is not there',
    reason: 'which paths and metrics exist is known when the program runs',
  },
  {
    damage: 'a unit with its whole folder is removed, and nothing else refers to it',
    reason:
      'that is how a unit is removed on purpose; what it holds that deletion would destroy is protected from pruning',
  },
  {
    damage: 'an alert’s tier or an object’s free label gets another value that is valid as well',
    reason: 'both are right; the choice is the owner’s',
  },
  {
    damage: 'a network policy allows a peer, port or address range more than it must',
    reason: 'what a program must reach is not written anywhere else',
  },
  {
    damage: 'a pod of a namespace that is declared privileged, with its reason, takes more privileges',
    reason: 'the label allows them, and the reason is for people',
  },
  {
    damage: 'a policy is removed although others of its namespace already isolate the same pods in the same direction',
    reason: 'nothing changes in the cluster',
  },
];
