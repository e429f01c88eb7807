package mailroad.wire;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and keys of a server, which can be renewed while it runs. With several, the client's SNI
 * and the kinds of key it knows choose; the first one serves whoever asks for none that is here.
 *
 * <p>Any number of tasks use it at once.
 */
public final class ServerKeys {
  private volatile Setting setting;

  private ServerKeys(Setting setting) {
    this.setting = setting;
  }

  /**
   * What is in use.
   *
   * @param clients who vouches for clients; empty if nobody does
   */
  private record Setting(
      List<TlsIdentity> identities, Optional<ClientTrust> clients, SSLContext context) {}

  /**
   * Keys of one server.
   *
   * @throws GeneralSecurityException if this Java cannot use such keys
   */
  public static ServerKeys of(TlsIdentity... identities) throws GeneralSecurityException {
    return new ServerKeys(setting(List.of(identities), Optional.empty()));
  }

  /** As {@link #of} one identity, from {@linkplain TlsIdentity#ofPem PEM text}. */
  public static ServerKeys ofPem(String certificates, String privateKey)
      throws GeneralSecurityException {
    return of(TlsIdentity.ofPem(certificates, privateKey));
  }

  /** Uses other keys from the next handshake on. What is connected stays as it is. */
  public void replace(TlsIdentity... identities) throws GeneralSecurityException {
    setting = setting(List.of(identities), setting.clients());
  }

  /**
   * Believes the certificates of clients for which these vouch, from the next handshake on ({@link
   * Tls#serverForUsers}).
   */
  public void trustClients(ClientTrust authorities) throws GeneralSecurityException {
    setting = setting(setting.identities(), Optional.of(authorities));
  }

  /** Whether certificates of clients are worth asking for. */
  boolean trustsClients() {
    return setting.clients().isPresent();
  }

  SSLContext context() {
    return setting.context();
  }

  private static Setting setting(List<TlsIdentity> identities, Optional<ClientTrust> clients)
      throws GeneralSecurityException {
    if (identities.isEmpty()) {
      throw new IllegalArgumentException("a server needs a certificate");
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {new Chooser(identities)},
        clients.map(ClientTrust::managers).orElse(null),
        null);
    return new Setting(identities, clients, context);
  }

  /** Chooses the identity that a client gets; its aliases are places in the list. */
  private static final class Chooser extends X509ExtendedKeyManager {
    private final List<TlsIdentity> identities;

    Chooser(List<TlsIdentity> identities) {
      this.identities = identities;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
      List<Integer> usable =
          java.util.stream.IntStream.range(0, identities.size())
              .filter(i -> keyType.equals(identities.get(i).key().getAlgorithm()))
              .boxed()
              .toList();
      Optional<String> asked = nameAsked(engine);
      return usable.stream()
          .filter(i -> asked.isPresent() && isFor(identities.get(i), asked.get()))
          .findFirst()
          .or(() -> usable.stream().findFirst())
          .map(String::valueOf)
          .orElse(null);
    }

    private static Optional<String> nameAsked(SSLEngine engine) {
      if (!(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
        return Optional.empty();
      }
      return session.getRequestedServerNames().stream()
          .filter(SNIHostName.class::isInstance)
          .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
          .findFirst();
    }

    private static boolean isFor(TlsIdentity identity, String name) {
      try {
        Collection<List<?>> names = identity.certificate().getSubjectAlternativeNames();
        return names != null
            && names.stream()
                .filter(entry -> Integer.valueOf(2).equals(entry.get(0)))
                .anyMatch(entry -> covers(String.valueOf(entry.get(1)), name));
      } catch (CertificateParsingException e) {
        return false; // still served to who asks for no name
      }
    }

    /** RFC 9525 section 6.3: a wildcard stands for one whole leftmost label. */
    private static boolean covers(String pattern, String name) {
      String lower = pattern.toLowerCase(Locale.ROOT);
      int dot = name.indexOf('.');
      return lower.equals(name)
          || lower.startsWith("*.") && dot > 0 && lower.substring(1).equals(name.substring(dot));
    }

    private @Nullable TlsIdentity at(String alias) {
      int i = Integer.parseInt(alias);
      return i < identities.size() ? identities.get(i) : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      TlsIdentity identity = at(alias);
      return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      TlsIdentity identity = at(alias);
      return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      String[] aliases = new String[identities.size()];
      Arrays.setAll(aliases, String::valueOf);
      return aliases;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null; // only engines are used
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
