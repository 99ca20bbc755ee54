// talos-config makes the machine configuration that `talosctl gen config` would, with fresh secrets, patches it as
// `--config-patch` does, and checks it as `talosctl validate --strict --mode metal` does. It is talosctl's own library;
// talosctl itself cannot be built from the module proxy, since its module replaces some of what it needs.
//
//	talos-config v1.13 1.34.2 https://10.0.3.1:6443 controlplane=nodes.yaml,controlplane.yaml worker=nodes.yaml
//
// It prints a JSON list with an answer for each: {"config": "…"} or {"error": "…"}.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/config/validation"
)

// metal is a machine that Talos is installed on, as `--mode metal` has it.
type metal struct{}

func (metal) String() string        { return "metal" }
func (metal) RequiresInstall() bool { return true }
func (metal) InContainer() bool     { return false }

type answer struct {
	Config string `json:"config,omitempty"`
	Error  string `json:"error,omitempty"`
}

func main() {
	answers, err := run(os.Args[1:])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(answers)
	}

	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) ([]answer, error) {
	if len(args) < 4 {
		return nil, fmt.Errorf("usage: talos-config TALOS KUBERNETES ENDPOINT controlplane|worker=PATCH,...")
	}

	contract, err := config.ParseContractFromVersion(args[0])
	if err != nil {
		return nil, err
	}

	input, err := generate.NewInput("test", args[2], args[1],
		generate.WithVersionContract(contract), generate.WithInstallDisk("/dev/sda"))
	if err != nil {
		return nil, err
	}

	answers := []answer{}

	for _, job := range args[3:] {
		kind, files, _ := strings.Cut(job, "=")

		text, err := patch(input, kind, strings.Split(files, ","))
		if err != nil {
			answers = append(answers, answer{Error: err.Error()})
		} else {
			answers = append(answers, answer{Config: string(text)})
		}
	}

	return answers, nil
}

func patch(input *generate.Input, kind string, files []string) ([]byte, error) {
	machineType, err := machine.ParseType(kind)
	if err != nil {
		return nil, err
	}

	generated, err := input.Config(machineType)
	if err != nil {
		return nil, err
	}

	names := make([]string, 0, len(files))
	for _, file := range files {
		names = append(names, "@"+file)
	}

	patches, err := configpatcher.LoadPatches(names)
	if err != nil {
		return nil, err
	}

	patched, err := configpatcher.Apply(configpatcher.WithConfig(generated), patches)
	if err != nil {
		return nil, err
	}

	text, err := patched.Bytes()
	if err != nil {
		return nil, err
	}

	final, err := configloader.NewFromBytes(text)
	if err != nil {
		return nil, err
	}

	if _, err := final.Validate(metal{}, validation.WithLocal(), validation.WithStrict()); err != nil {
		return nil, err
	}

	return final.EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))
}
