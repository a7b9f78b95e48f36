{{- define "nats.image" -}}
{{- $registry := .image.registry | default .global.image.registry -}}
{{- if $registry }}{{ $registry }}/{{ end }}{{ .image.repository }}:{{ .image.tag }}
{{- end }}
