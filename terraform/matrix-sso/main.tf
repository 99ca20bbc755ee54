module "matrix" {
  source = "../modules/oidc-application"

  name   = "matrix"
  title  = "Matrix"
  url    = var.url
  groups = var.groups

  client = {
    secret        = var.client_secret
    redirect_uris = var.redirect_uris
  }
}
