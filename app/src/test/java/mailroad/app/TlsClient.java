package mailroad.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Line by line over the JDK's own TLS sockets: none of Mailroad's. */
final class TlsClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final char[] NO_PASSWORD = new char[0];

  private final SSLSocket socket;
  private final BufferedReader in;

  private TlsClient(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
  }

  /** Connects to a server with this certificate, and shows one where the client has it. */
  static TlsClient open(int port, String serverPem, Optional<Authority.Client> client)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = empty();
    trusted.setCertificateEntry("server", certificate(serverPem));
    trust.init(trusted);
    context.init(keys(client), trust.getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new TlsClient(socket);
  }

  private static KeyManager[] keys(Optional<Authority.Client> client) throws Exception {
    KeyStore store = empty();
    if (client.isPresent()) {
      store.setKeyEntry(
          "own", client.get().key(), NO_PASSWORD, new Certificate[] {client.get().certificate()});
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Certificate certificate(String pem) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(ISO_8859_1)));
  }

  String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the server has closed");
    }
    return line;
  }

  /** The next line; empty if the server, or its TLS, has ended. */
  Optional<String> lineOrEnd() {
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  String say(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return line();
  }

  /** All lines of the answer to EHLO. */
  List<String> ehlo() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(say("EHLO client.example.org"));
    while (lines.getLast().startsWith("250-")) {
      lines.add(line());
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
