package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/restmapper"
)

// applier makes in one cluster what YAML says.
type applier struct {
	client dynamic.Interface
	mapper meta.RESTMapper
}

// applyTo makes what the YAML files of these folders say, in the order of their names.
func applyTo(c cluster, dirs []string) error {
	if len(dirs) == 0 {
		return nil
	}
	to, err := newApplier(c)
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
		if err != nil {
			return err
		}
		if len(files) == 0 {
			return fmt.Errorf("no *.yaml in %s", dir)
		}
		for _, file := range files {
			if err := to.file(file); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	return nil
}

func newApplier(c cluster) (applier, error) {
	config, err := c.config("admin")
	if err != nil {
		return applier{}, err
	}
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return applier{}, err
	}
	found, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return applier{}, err
	}
	groups, err := restmapper.GetAPIGroupResources(found)
	return applier{client: client, mapper: restmapper.NewDiscoveryRESTMapper(groups)}, err
}

func (a applier) file(path string) error {
	objects, err := documents(path)
	if err != nil {
		return err
	}
	for _, each := range objects {
		if err := a.object(each); err != nil {
			return fmt.Errorf("%s %s: %w", each.GetKind(), each.GetName(), err)
		}
	}
	return nil
}

func (a applier) object(object *unstructured.Unstructured) error {
	kind := object.GroupVersionKind()
	mapping, err := a.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return err
	}
	all := a.client.Resource(mapping.Resource)
	var resource dynamic.ResourceInterface = all
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		resource = all.Namespace(namespaceOf(object))
	}
	options := metav1.ApplyOptions{FieldManager: "testbed", Force: true}
	_, err = resource.Apply(context.Background(), object.GetName(), object, options)
	return err
}

func namespaceOf(object *unstructured.Unstructured) string {
	if object.GetNamespace() == "" {
		return metav1.NamespaceDefault
	}
	return object.GetNamespace()
}

func documents(file string) ([]*unstructured.Unstructured, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	var objects []*unstructured.Unstructured
	for {
		object := &unstructured.Unstructured{}
		err := decoder.Decode(object)
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		if len(object.Object) > 0 {
			objects = append(objects, object)
		}
	}
}
