package main

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// exceptions are the types that the rule of bridgeName would get wrong.
var exceptions = map[string]string{
	"aws:iam/openIdConnectProvider:OpenIdConnectProvider":       "aws:index/iamOpenidConnectProvider:IamOpenidConnectProvider",
	"aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": "aws:index/getIamOpenidConnectProvider:getIamOpenidConnectProvider",
	"aws:iam/sshKey:SshKey":                                     "aws:index/iamUserSshKey:IamUserSshKey",
	"aws:kms/getCipherText:getCipherText":                       "aws:index/getKmsCiphertext:getKmsCiphertext",
}

// bridgeName gives the bridge's name of a resource type or function of the SDK. Terraform's types have no
// modules, so the bridge has one module, "index", and the SDK's module is the beginning of the name:
// aws:ecr/repository:Repository is aws:index/ecrRepository:EcrRepository there.
func bridgeName(token string) string {
	if exception, ok := exceptions[token]; ok {
		return exception
	}
	parts := strings.Split(token, ":")
	if len(parts) != 3 || parts[0] != "aws" {
		return token
	}
	module, _, _ := strings.Cut(parts[1], "/")
	if module == "index" {
		return token
	}
	name := upperFirst(module) + parts[2]
	if function, ok := strings.CutPrefix(parts[2], "get"); ok {
		name = "get" + upperFirst(module) + function
	}
	return "aws:index/" + lowerFirst(name) + ":" + name
}

// names translates between the SDK's names and the bridge's. The way back is remembered, not computed: the
// bridge speaks only of what it was asked about.
type names struct {
	sdk sync.Map // by the bridge's name
}

// toBridge renames what a request names: its URN, its type or its function.
func (n *names) toBridge(request proto.Message) {
	message := request.ProtoReflect()
	rename := func(field protoreflect.Name, renamed func(string) string) {
		descriptor := message.Descriptor().Fields().ByName(field)
		if descriptor != nil && message.Has(descriptor) {
			message.Set(descriptor, protoreflect.ValueOfString(renamed(message.Get(descriptor).String())))
		}
	}
	rename("urn", n.bridgeURN)
	rename("type", n.bridgeName)
	rename("tok", n.bridgeName)
}

// fromBridge puts the SDK's names back into a URN or any other text.
func (n *names) fromBridge(text string) string {
	n.sdk.Range(func(bridge, sdk any) bool {
		text = strings.ReplaceAll(text, bridge.(string), sdk.(string))
		return true
	})
	return text
}

func (n *names) bridgeName(token string) string {
	renamed := bridgeName(token)
	if renamed != token {
		n.sdk.Store(renamed, token)
	}
	return renamed
}

// bridgeURN renames the resource's type and those of its parents, which a URN joins with "$".
func (n *names) bridgeURN(text string) string {
	urn := resource.URN(text)
	if !urn.IsValid() {
		return text
	}
	types := strings.Split(string(urn.QualifiedType()), "$")
	for i := range types {
		types[i] = n.bridgeName(types[i])
	}
	qualified := tokens.Type(strings.Join(types, "$"))
	return string(resource.NewURN(urn.Stack(), urn.Project(), "", qualified, urn.Name()))
}

func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}
