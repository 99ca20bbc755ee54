locals {
  # What members of authentik's groups may do. Names of policies begin with "sso-": the runner may write no others.
  policies = {
    vault-admins = <<-EOT
      path "kv/*" {
        capabilities = ["create", "read", "update", "patch", "delete", "list"]
      }
      path "sys/mounts" {
        capabilities = ["read"]
      }
      path "sys/policies/acl/*" {
        capabilities = ["read", "list"]
      }
    EOT

    vault-users = <<-EOT
      path "kv/data/users/{{identity.entity.id}}/*" {
        capabilities = ["create", "read", "update", "patch", "delete"]
      }
      path "kv/metadata/users/{{identity.entity.id}}/*" {
        capabilities = ["read", "delete", "list"]
      }
    EOT
  }
}

# Vault asks the issuer for its addresses right away: without authentik, and without its blueprint, this fails.
resource "vault_jwt_auth_backend" "oidc" {
  type               = "oidc"
  path               = "oidc"
  description        = "Login through authentik"
  oidc_discovery_url = var.issuer
  oidc_client_id     = var.client_id
  oidc_client_secret = var.client_secret
  default_role       = "authentik-users"

  tune {
    default_lease_ttl  = "1h"
    max_lease_ttl      = "12h"
    listing_visibility = "unauth"
    token_type         = "default-service"
  }
}

# Who may log in is authentik's business; what they may do follows from their groups. A user is known by an id that
# stays, whatever name they give themselves.
resource "vault_jwt_auth_backend_role" "users" {
  backend               = vault_jwt_auth_backend.oidc.path
  role_name             = "authentik-users"
  role_type             = "oidc"
  bound_audiences       = [var.client_id]
  user_claim            = "sub"
  groups_claim          = "groups"
  oidc_scopes           = ["profile", "email"]
  allowed_redirect_uris = var.redirect_uris
  token_policies        = ["default"]
  token_ttl             = 3600
  token_max_ttl         = 43200
}

resource "vault_policy" "group" {
  for_each = local.policies

  name   = "sso-${each.key}"
  policy = each.value
}

resource "vault_identity_group" "authentik" {
  for_each = local.policies

  name     = each.key
  type     = "external"
  policies = [vault_policy.group[each.key].name]
}

resource "vault_identity_group_alias" "authentik" {
  for_each = vault_identity_group.authentik

  name           = each.key
  mount_accessor = vault_jwt_auth_backend.oidc.accessor
  canonical_id   = each.value.id
}
