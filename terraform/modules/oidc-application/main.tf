locals {
  # Whether there is a client is no secret; what is in it stays one.
  makes_client = nonsensitive(var.client != null)
}

data "authentik_flow" "authorization" {
  slug = "default-provider-authorization-implicit-consent"
}

data "authentik_flow" "invalidation" {
  slug = "default-provider-invalidation-flow"
}

# The scope "profile" brings the claim "groups".
data "authentik_property_mapping_provider_scope" "claims" {
  managed_list = [
    "goauthentik.io/providers/oauth2/scope-openid",
    "goauthentik.io/providers/oauth2/scope-email",
    "goauthentik.io/providers/oauth2/scope-profile",
  ]
}

data "authentik_certificate_key_pair" "signing" {
  name              = "authentik Self-signed Certificate"
  fetch_certificate = false
  fetch_key         = false
}

data "authentik_group" "users" {
  for_each      = toset(var.groups)
  name          = each.value
  include_users = false
}

resource "authentik_provider_oauth2" "client" {
  count = local.makes_client ? 1 : 0

  name               = var.name
  client_type        = "confidential"
  client_id          = var.name
  client_secret      = var.client.secret
  authorization_flow = data.authentik_flow.authorization.id
  invalidation_flow  = data.authentik_flow.invalidation.id
  grant_types        = ["authorization_code", "refresh_token"]
  property_mappings  = data.authentik_property_mapping_provider_scope.claims.ids
  signing_key        = data.authentik_certificate_key_pair.signing.id
  sub_mode           = "user_uuid"

  allowed_redirect_uris = [
    for uri in nonsensitive(var.client.redirect_uris) : {
      matching_mode = "strict"
      url           = uri
      # authentik fills it in: left out, every run would find a change.
      redirect_uri_type = "authorization"
    }
  ]
}

data "authentik_provider_oauth2_config" "client" {
  count = local.makes_client ? 0 : 1
  name  = var.name
}

resource "authentik_application" "this" {
  name              = var.title
  slug              = var.name
  meta_launch_url   = var.url
  protocol_provider = local.makes_client ? authentik_provider_oauth2.client[0].id : data.authentik_provider_oauth2_config.client[0].provider_id

  # One group is enough.
  policy_engine_mode = "any"
}

resource "authentik_policy_binding" "users" {
  for_each = data.authentik_group.users

  target = authentik_application.this.uuid
  group  = each.value.id
  order  = index(var.groups, each.key)
}
