package mailroad.app;

/**
 * The server's own certificate.
 *
 * @param certificate file with the certificate chain in PEM; relative to the configuration file; empty for no TLS
 * @param key file with the private key in PEM (PKCS #8), readable by its owner alone; empty for no TLS
 * @param trust file with certificates in PEM that are believed where a route demands TLS; empty for the system's
 * @param clientAuthorities file with certificates in PEM of authorities that vouch for users' own certificates, by which
 *     these log in (SASL EXTERNAL); empty asks no client for a certificate
 */
public record TlsConfig(String certificate, String key, String trust, String clientAuthorities) {
  /** No TLS. */
  public static final TlsConfig DEFAULT = new TlsConfig("", "", "", "");

  /** Both or none. */
  public TlsConfig {
    if (certificate.isEmpty() != key.isEmpty()) {
      throw new IllegalArgumentException("certificate and key go together: give both or none");
    }
    if (certificate.isEmpty() && !clientAuthorities.isEmpty()) {
      throw new IllegalArgumentException("client-authorities needs a certificate of the server");
    }
  }

  /** Whether there is a certificate. */
  public boolean isOn() {
    return !certificate.isEmpty();
  }
}
