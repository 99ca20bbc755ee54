variable "authentik_url" {
  description = "Address of authentik, by the name that everybody uses."
  type        = string
}

variable "authentik_token" {
  description = "Token of the API, which authentik takes at its first start."
  type        = string
  sensitive   = true
}

variable "url" {
  description = "Address of Gitea."
  type        = string
}

variable "groups" {
  description = "Groups whose members may use Gitea."
  type        = list(string)
}
