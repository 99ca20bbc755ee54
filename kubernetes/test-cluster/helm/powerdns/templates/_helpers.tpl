{{- define "powerdns.selector" -}}
app.kubernetes.io/name: powerdns
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- /* No version of the chart: Flux makes a new one of every commit, and each would restart the server. */ -}}
{{- define "powerdns.labels" -}}
{{ include "powerdns.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- /* What the restricted Pod Security level asks of every container. */ -}}
{{- define "powerdns.restricted" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end }}

{{- define "powerdns.small" -}}
requests:
  cpu: 10m
  memory: 32Mi
limits:
  memory: 128Mi
{{- end }}

{{- define "powerdns.port53" -}}
- port: 53
  protocol: UDP
- port: 53
  protocol: TCP
{{- end }}

{{- /* What the chart itself decides; nobody can set it otherwise. */ -}}
{{- define "powerdns.own" -}}
api: "yes"
daemon: "no"
disable-syslog: "yes"
gmysql-dbname: {{ .Values.database.name | quote }}
gmysql-dnssec: "yes"
gmysql-host: {{ .Values.database.host | quote }}
gmysql-port: {{ .Values.database.port | toString | quote }}
gmysql-user: {{ .Values.database.user | quote }}
guardian: "no"
include-dir: /etc/pdns/conf.d
launch: gmysql
local-address: 0.0.0.0
local-port: "5300"
socket-dir: /run/pdns
webserver: "yes"
webserver-address: 0.0.0.0
{{- /* The NetworkPolicy says who comes this far, and the API asks for its key. */}}
webserver-allow-from: 0.0.0.0/0
webserver-port: {{ .Values.api.port | toString | quote }}
{{- end }}
