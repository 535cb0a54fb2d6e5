// Print name and link of each meeting: pulumi stack output --json | go run main.go
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"sort"
)

func main() {
	var outputs struct{ Links map[string]string }
	if err := json.NewDecoder(os.Stdin).Decode(&outputs); err != nil {
		log.Fatal(err)
	}
	names := make([]string, 0, len(outputs.Links))
	for name := range outputs.Links {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Printf("%s: %s\n", name, outputs.Links[name])
	}
}
