variable "issuers" {
  description = "Issuer of each application's client, by the application's slug."
  type        = map(string)
}

variable "client_secrets" {
  description = "JSON: the secret of each application's client, by its slug."
  type        = string
  sensitive   = true
}
