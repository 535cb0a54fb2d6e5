// Command gen-sdk-java reads a package schema on standard input and writes the files of the Java SDK to standard
// output: a JSON object from path to contents in base64.
//
// It is a module of its own because the generator is, and needs another version of Pulumi's module.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi-java/pkg/codegen/java"
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
	files, err := generate(pkg)
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
	}, "", "  ")
	files["src/main/resources/com/pulumi/"+pkg.Name+"/plugin.json"] = append(plugin, '\n')
	return files, err
}
