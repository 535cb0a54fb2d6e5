// Command gen-sdk-dotnet reads a package schema on standard input and writes the files of the C# SDK to standard
// output: a JSON object from path to contents in base64. With an argument, a file in PCL, it writes that program instead.
//
// It is a module of its own because the generator left Pulumi's module after v3.200.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	"github.com/pulumi/pulumi/pkg/v3/codegen/hcl2/syntax"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
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
	var files map[string][]byte
	if len(os.Args) > 1 {
		files, err = written(os.Args[1], pkg)
	} else {
		files, err = generate(pkg)
	}
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

// written returns an example as a program.
func written(file string, pkg *schema.Package) (map[string][]byte, error) {
	program, err := parse(file, pkg)
	if err != nil {
		return nil, err
	}
	files, problems, err := dotnet.GenerateProgram(program)
	if err == nil && problems.HasErrors() {
		err = problems
	}
	return files, err
}

// parse reads an example, written in PCL: the language from which Pulumi writes programs in the others.
func parse(file string, pkg *schema.Package) (*pcl.Program, error) {
	source, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	parser := syntax.NewParser()
	if err := parser.ParseFile(source, "main.pp"); err != nil {
		return nil, err
	}
	if parser.Diagnostics.HasErrors() {
		return nil, parser.Diagnostics
	}
	program, problems, err := pcl.BindProgram(parser.Files, pcl.Loader(only{pkg}))
	if err != nil {
		return nil, err
	}
	if problems.HasErrors() {
		return nil, problems
	}
	return program, nil
}

// only is a loader of one package: the example uses no other.
type only struct{ pkg *schema.Package }

func (l only) LoadPackage(string, *semver.Version) (*schema.Package, error) { return l.pkg, nil }

func (l only) LoadPackageV2(context.Context, *schema.PackageDescriptor) (*schema.Package, error) {
	return l.pkg, nil
}

func (l only) LoadPackageReference(string, *semver.Version) (schema.PackageReference, error) {
	return l.pkg.Reference(), nil
}

func (l only) LoadPackageReferenceV2(context.Context, *schema.PackageDescriptor) (schema.PackageReference, error) {
	return l.pkg.Reference(), nil
}
