package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"time"

	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// clientAuthority is the file with the certificate that vouches for users who come with one of their own.
const clientAuthority = "clients.crt"

// writeClient writes an authority for users, and a certificate and a key of the user.
func (c cluster) writeClient(user string) error {
	authority := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "testbed-clients"},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	authorityKey, err := c.writeCertificate(clientAuthority, "clients.key", authority, authority, nil)
	if err != nil {
		return err
	}
	_, err = c.writeCertificate(user+".crt", user+".key", &x509.Certificate{
		Subject:     pkix.Name{CommonName: user},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, authority, authorityKey)
	return err
}

// writeCertificate makes a key and has the authority sign for it; without a key of the authority it signs for itself.
func (c cluster) writeCertificate(
	certificateFile, keyFile string, certificate, authority *x509.Certificate, signer *ecdsa.PrivateKey,
) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if signer == nil {
		signer = key
	}
	certificate.SerialNumber = big.NewInt(time.Now().UnixNano())
	certificate.NotBefore = time.Now().Add(-time.Hour)
	certificate.NotAfter = time.Now().AddDate(1, 0, 0)
	signed, err := x509.CreateCertificate(rand.Reader, certificate, authority, key.Public(), signer)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(
		c.file(certificateFile), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), 0o600,
	); err != nil {
		return nil, err
	}
	return key, os.WriteFile(
		c.file(keyFile), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}), 0o600)
}

// addCertificateContext adds a context of a user who comes with a certificate, beside one of the same cluster.
func (c cluster) addCertificateContext(config *clientcmdapi.Config, beside, name, user string) error {
	certificate, err := os.ReadFile(c.file(user + ".crt"))
	if err != nil {
		return err
	}
	key, err := os.ReadFile(c.file(user + ".key"))
	if err != nil {
		return err
	}
	config.AuthInfos[name] = &clientcmdapi.AuthInfo{ClientCertificateData: certificate, ClientKeyData: key}
	config.Contexts[name] = &clientcmdapi.Context{Cluster: beside, AuthInfo: name}
	return nil
}
