# A blueprint brings the client, so that authentik knows Gitea before Terraform runs at all; who may use it is here.
module "gitea" {
  source = "../modules/oidc-application"

  name   = "gitea"
  title  = "Gitea"
  url    = var.url
  groups = var.groups
}
