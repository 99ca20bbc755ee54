# Bank-Vaults mounts the engine.
resource "vault_kv_secret_v2" "client" {
  for_each = var.issuers

  mount = "kv"
  name  = "sso/${each.key}"

  data_json = jsonencode({
    client_id     = each.key
    client_secret = jsondecode(var.client_secrets)[each.key]
    issuer        = each.value
  })
}
