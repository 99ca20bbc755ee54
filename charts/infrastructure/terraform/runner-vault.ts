import type { TerraformRootProps } from '../../../lib/index.js';
import { VAULT } from '../vault/vault.js';

const FOLDER = '/etc/vault';

/** A runner that opens Vault by its own account: no token is stored anywhere (S3-34). */
export const RUNNER_VAULT: Pick<TerraformRootProps, 'env' | 'secretFiles'> = {
  env: { VAULT_ADDR: VAULT.address, VAULT_CACERT: `${FOLDER}/${VAULT.authority.key}` },
  secretFiles: { [FOLDER]: VAULT.authority.secretName },
};
