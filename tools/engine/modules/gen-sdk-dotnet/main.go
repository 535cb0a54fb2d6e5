// Command gen-sdk-dotnet reads a package schema on standard input and writes the files of the C# SDK to standard
// output: a JSON object from path to contents in base64.
//
// It is a module of its own because the generator left Pulumi's module after v3.200.
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

//go:embed logo.png
var logo []byte

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var spec schema.PackageSpec
	if err := json.NewDecoder(os.Stdin).Decode(&spec); err != nil {
		return err
	}
	pkg, problems, err := schema.BindSpec(spec, nil, schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if problems.HasErrors() {
		return problems
	}
	files, err := generate(pkg)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(files)
}

// generate hands the logo out itself: the generator can only download one.
func generate(pkg *schema.Package) (map[string][]byte, error) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(logo)
	}))
	defer server.Close()
	pkg.LogoURL = server.URL
	return dotnet.GeneratePackage("make sdk", pkg, nil, nil)
}
