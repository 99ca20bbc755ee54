# Sources only: each root pins its providers, once.
terraform {
  required_providers {
    authentik = {
      source = "goauthentik/authentik"
    }
  }
}
