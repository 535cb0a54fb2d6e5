// Command gen-sdk-java reads a package schema on standard input and writes the files of the Java SDK to standard
// output: a JSON object from path to contents in base64. With an argument, a file in PCL, it writes that program instead.
//
// It is a module of its own because the generator is, and needs another version of Pulumi's module.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi-java/pkg/codegen/java"
	"github.com/pulumi/pulumi/pkg/v3/codegen/hcl2/syntax"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	answer := os.Stdout
	os.Stdout = os.Stderr // the generator prints its warnings
	if err := run(answer); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(answer *os.File) error {
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
	return json.NewEncoder(answer).Encode(files)
}

// generate asks for a local SDK: sources that a program's own build compiles. The other form is a Gradle project
// that names the registries it takes its dependencies from, and makes plugin.json when it is built.
func generate(pkg *schema.Package) (map[string][]byte, error) {
	files, err := java.GeneratePackage("make sdk", pkg, nil, nil, true, false)
	if err != nil {
		return nil, err
	}
	plugin, err := json.MarshalIndent(map[string]any{
		"resource": true,
		"name":     pkg.Name,
		"version":  pkg.Version.String(),
		"server":   pkg.PluginDownloadURL,
	}, "", "  ")
	files["src/main/resources/"+found(pkg)+"/plugin.json"] = append(plugin, '\n')
	return files, err
}

// found is where Pulumi's host for Java looks for the plugin of a library: below com/ only, whatever its packages are
// (PulumiPlugins.java in its com.pulumi.bootstrap.internal).
func found(pkg *schema.Package) string {
	return "com/" + strings.ReplaceAll(pkg.Namespace, "-", "") + "/" + pkg.Name
}

// written returns an example as a program.
func written(file string, pkg *schema.Package) (map[string][]byte, error) {
	program, err := parse(file, pkg)
	if err != nil {
		return nil, err
	}
	files, problems, err := java.GenerateProgram(program)
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
