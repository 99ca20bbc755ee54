variable "authentik_url" {
  description = "Address of authentik, by the name that everybody uses."
  type        = string
}

variable "authentik_token" {
  description = "Token of the API, which authentik takes at its first start."
  type        = string
  sensitive   = true
}

variable "title" {
  description = "Name above the login."
  type        = string
}

variable "applications" {
  description = "Applications that no blueprint brings, by their slug."
  type = map(object({
    title         = string
    url           = string
    redirect_uris = list(string)
    groups        = list(string)
  }))
}

variable "client_secrets" {
  description = "JSON: the secret of each application's client, by its slug."
  type        = string
  sensitive   = true
}
