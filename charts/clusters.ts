import type { ClusterDefinition } from '../lib/index.js';
import { almckay } from './clusters/almckay.js';
import { homeOps } from './clusters/home-ops.js';
import { noPanic } from './clusters/no-panic.js';
import { rpiCluster } from './clusters/rpi-cluster.js';
import { testCluster } from './clusters/test-cluster.js';

/** Every cluster of this repository. */
export const clusters: readonly ClusterDefinition[] = [almckay, homeOps, noPanic, rpiCluster, testCluster];
