// Command gen-sdk reads a package schema on standard input and writes the files of one SDK to standard output: a JSON
// object from path to contents in base64. Its argument is the language: go, nodejs or python. With a second argument, a
// file in PCL, it writes that program in the language instead.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/blang/semver"
	"github.com/hashicorp/hcl/v2"
	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/hcl2/syntax"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(language string, example []string) error {
	var spec schema.PackageSpec
	if err := json.NewDecoder(os.Stdin).Decode(&spec); err != nil {
		return err
	}
	pkg, problems, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if problems.HasErrors() {
		return problems
	}
	var files map[string][]byte
	if len(example) > 0 {
		files, err = written(language, example[0], pkg)
	} else {
		files, err = generate(language, pkg)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(files)
}

func generate(language string, pkg *schema.Package) (map[string][]byte, error) {
	const tool = "make sdk"
	switch language {
	case "go":
		return gogen.GeneratePackage(tool, pkg, nil)
	case "nodejs":
		const local = true // it names its compiled files; tools/sdk/published.py takes the compilation on install out
		return nodejs.GeneratePackage(tool, pkg, nil, nil, local, nil)
	case "python":
		return python.GeneratePackage(tool, pkg, nil, nil)
	}
	return nil, fmt.Errorf("there is no generator for %q here", language)
}

// written returns an example as a program in one language.
func written(language, file string, pkg *schema.Package) (map[string][]byte, error) {
	writers := map[string]func(*pcl.Program) (map[string][]byte, hcl.Diagnostics, error){
		"go":     gogen.GenerateProgram,
		"nodejs": nodejs.GenerateProgram,
		"python": python.GenerateProgram,
	}
	program, err := parse(file, pkg)
	if err != nil {
		return nil, err
	}
	files, problems, err := writers[language](program)
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
	program, problems, err := pcl.BindProgram(parser.Files, only{pkg})
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
