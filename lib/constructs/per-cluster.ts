import type { Cluster } from './cluster.js';

/**
 * What a strategy collects while the units of one cluster are declared. It belongs to that declaration: the strategy
 * itself is part of the settings, which the next command or test declares anew.
 */
export class PerCluster<Value> {
  private readonly values = new WeakMap<Cluster, Value>();

  constructor(private readonly create: () => Value) {}

  of(cluster: Cluster): Value {
    const known = this.values.get(cluster) ?? this.create();
    this.values.set(cluster, known);
    return known;
  }
}
