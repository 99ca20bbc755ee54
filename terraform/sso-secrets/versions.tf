terraform {
  required_version = ">= 1.9"

  required_providers {
    vault = {
      source  = "hashicorp/vault"
      version = "5.5.0"
    }
  }
}

# VAULT_ADDR and VAULT_CACERT are in the runner's environment. Its account opens Vault, so that no token is kept.
provider "vault" {
  skip_child_token = true

  auth_login {
    path = "auth/kubernetes/login"

    parameters = {
      role = "terraform"
      # The runner has it; where it is not there, validation still works, and Vault refuses to log anybody in.
      jwt = try(file("/var/run/secrets/kubernetes.io/serviceaccount/token"), "")
    }
  }
}
