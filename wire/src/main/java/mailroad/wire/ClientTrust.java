package mailroad.wire;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a client takes for the server it meant. Made once and used for many connections. */
public final class ClientTrust {
  /** Sessions that can be resumed (RFC 8446 section 2.2), of all hosts of one trust. */
  private static final int SESSIONS_MAX = 2000;

  /** What was proven at the first handshake of a session is believed for so long. */
  private static final int SESSION_SECONDS_MAX = 3600;

  private final SSLContext context;
  private final boolean checksNames;
  private final TrustManager[] managers;

  private ClientTrust(SSLContext context, boolean checksNames, TrustManager... managers) {
    this.context = context;
    this.checksNames = checksNames;
    this.managers = managers;
  }

  /**
   * Anybody: keeps out who only listens (RFC 7435). For mail between servers, where nothing says that the
   * other side has a certificate worth checking.
   */
  public static ClientTrust any() {
    return new ClientTrust(contextOf(new Anybody()), false);
  }

  /** Whom the certificate authorities of this system vouch for, under the name that was meant. */
  public static ClientTrust system() {
    return new ClientTrust(contextOf((TrustManager[]) null), true);
  }

  /** Whom these certificates vouch for, or who is one of them, under the name that was meant. */
  public static ClientTrust given(List<X509Certificate> certificates)
      throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int i = 0;
      for (X509Certificate certificate : certificates) {
        store.setCertificateEntry(Integer.toString(i++), certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      TrustManager[] managers = factory.getTrustManagers();
      return new ClientTrust(contextOf(managers), true, managers);
    } catch (IOException e) {
      throw new GeneralSecurityException("cannot make an empty key store", e);
    }
  }

  /** As {@link #given}, from PEM text. */
  public static ClientTrust givenPem(String certificates) throws GeneralSecurityException {
    return given(Pem.certificates(certificates));
  }

  /** Who checks certificates, for a server that asks for those of clients. */
  TrustManager[] managers() {
    return managers.clone();
  }

  /** Whom a check of the certificates alone finds right, as with DANE (RFC 7672); it looks at names too. */
  public static ClientTrust checked(Check check) {
    return new ClientTrust(contextOf(new Checked(check)), false);
  }

  /** Judges the certificates that a server shows. Called in the task of the handshake. */
  @FunctionalInterface
  public interface Check {
    /**
     * What is wrong with them; empty if the server is the right one.
     *
     * @param chain the server's certificate, then what it sent along; never empty
     */
    Optional<Fault> fault(List<X509Certificate> chain);
  }

  /**
   * What is wrong with a server's certificates.
   *
   * @param text one line for people
   */
  public record Fault(TlsFault kind, String text) {}

  SSLContext context() {
    return context;
  }

  boolean checksNames() {
    return checksNames;
  }

  private static SSLContext contextOf(TrustManager @Nullable ... trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust, null);
      context.getClientSessionContext().setSessionCacheSize(SESSIONS_MAX);
      context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS_MAX);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** Takes every certificate, as a server's only. */
  private static final class Anybody extends ServersOnly {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}
  }

  /** Takes what a check finds right. */
  private static final class Checked extends ServersOnly {
    private final Check check;

    Checked(Check check) {
      this.check = check;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      Optional<Fault> fault = check.fault(List.of(chain));
      if (fault.isPresent()) {
        throw new UnfitCertificateException(fault.get().kind(), fault.get().text());
      }
    }
  }

  /** Looks at servers alone, without the JDK's own rules. */
  private abstract static class ServersOnly extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
