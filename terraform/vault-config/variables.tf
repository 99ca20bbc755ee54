variable "issuer" {
  description = "Issuer of Vault's client at authentik, with the slash at its end."
  type        = string
}

variable "client_id" {
  description = "Id of Vault's client at authentik."
  type        = string
}

variable "client_secret" {
  description = "Secret of Vault's client at authentik."
  type        = string
  sensitive   = true
}

variable "redirect_uris" {
  description = "Where Vault's web interface and its command line take users back after the login."
  type        = list(string)
}
