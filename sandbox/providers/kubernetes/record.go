package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// folder is where a file is kept of everything that would be deployed. Without a name, none is.
type folder string

// record is what such a file says.
type record struct {
	ID     resource.ID    `json:"id"`
	Type   string         `json:"type"`
	URN    resource.URN   `json:"urn"`
	Inputs map[string]any `json:"inputs"`
}

func (f folder) write(id resource.ID, urn resource.URN, inputs resource.PropertyMap) error {
	if f == "" {
		return nil
	}
	document, err := json.MarshalIndent(record{
		ID: id, Type: string(urn.Type()), URN: urn, Inputs: inputs.MapRepl(nil, withholdSecrets),
	}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(string(f), 0o755); err != nil {
		return err
	}
	return os.WriteFile(f.file(urn), append(document, '\n'), 0o644)
}

// remove forgets an object, unless its successor has taken over its file already.
func (f folder) remove(id resource.ID, urn resource.URN) error {
	if f == "" {
		return nil
	}
	document, err := os.ReadFile(f.file(urn))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var kept record
	if err = errors.Join(err, json.Unmarshal(document, &kept)); err != nil || kept.ID != id {
		return err
	}
	return os.Remove(f.file(urn))
}

func (f folder) file(urn resource.URN) string {
	return filepath.Join(string(f), url.PathEscape(urn.Name())+"."+string(urn.Type().Name())+".json")
}

func withholdSecrets(value resource.PropertyValue) (any, bool) {
	return "[secret]", value.IsSecret()
}
