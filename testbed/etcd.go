package main

import (
	"fmt"
	"net/url"

	"go.etcd.io/etcd/server/v3/embed"
)

// runEtcd is a store of one member: args are its folder, its clients' address and its peers'.
func runEtcd(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("etcd: want a folder and two addresses, not %v", args)
	}
	clients, err := url.Parse(args[1])
	if err != nil {
		return err
	}
	peers, err := url.Parse(args[2])
	if err != nil {
		return err
	}
	config := embed.NewConfig()
	config.Dir = args[0]
	config.ListenClientUrls = []url.URL{*clients}
	config.AdvertiseClientUrls = []url.URL{*clients}
	config.ListenPeerUrls = []url.URL{*peers}
	config.AdvertisePeerUrls = []url.URL{*peers}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	config.LogLevel = "warn"
	// What a crash of the machine would lose is of no worth here, and the disk is the slowest part
	config.UnsafeNoFsync = true
	server, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	defer server.Close()
	return <-server.Err()
}
