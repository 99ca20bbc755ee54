variable "authentik_url" {
  description = "Address of authentik, by the name that everybody uses."
  type        = string
}

variable "authentik_token" {
  description = "Token of the API, which authentik takes at its first start."
  type        = string
  sensitive   = true
}

variable "client_secret" {
  description = "Secret of Synapse's client."
  type        = string
  sensitive   = true
}

variable "url" {
  description = "Address of Synapse."
  type        = string
}

variable "redirect_uris" {
  description = "Where Synapse takes users back after the login."
  type        = list(string)
}

variable "groups" {
  description = "Groups whose members get a Matrix account at their first login."
  type        = list(string)
}
