data "authentik_flow" "authentication" {
  slug = "default-authentication-flow"
}

data "authentik_flow" "invalidation" {
  slug = "default-invalidation-flow"
}

data "authentik_flow" "user_settings" {
  slug = "default-user-settings-flow"
}

# Before authentik's own brand, which stays the default of other names.
resource "authentik_brand" "cluster" {
  domain              = trimprefix(var.authentik_url, "https://")
  branding_title      = var.title
  flow_authentication = data.authentik_flow.authentication.id
  flow_invalidation   = data.authentik_flow.invalidation.id
  flow_user_settings  = data.authentik_flow.user_settings.id
}

module "application" {
  source   = "../modules/oidc-application"
  for_each = var.applications

  name   = each.key
  title  = each.value.title
  url    = each.value.url
  groups = each.value.groups

  client = {
    secret        = jsondecode(var.client_secrets)[each.key]
    redirect_uris = each.value.redirect_uris
  }
}
