variable "name" {
  description = "Slug of the application, and id of its client."
  type        = string
}

variable "title" {
  description = "What users see."
  type        = string
}

variable "url" {
  description = "Where users are sent when they open the application."
  type        = string
}

variable "client" {
  description = "The client that the application logs its users in with; null where a blueprint brings it, under the application's name."
  type = object({
    secret        = string
    redirect_uris = list(string)
  })
  default   = null
  sensitive = true
}

variable "groups" {
  description = "Members of any of these groups may use it; a blueprint brings the groups."
  type        = list(string)

  validation {
    condition     = length(var.groups) > 0
    error_message = "Without a group, everybody with an account may use the application."
  }
}
