package mailroad.wire.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.wire.ClientTrust;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Tls;
import mailroad.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests to a real server on this machine that says, octet for octet, what the test wants. */
class HttpsClientTest {
  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final String HOST = "mta-sts.b.example";
  private static final World WORLD = new RealWorld((name, e) -> {});
  private static final SelfSigned OWN = SelfSigned.make(WORLD, List.of(HOST), Duration.ofDays(1));

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Acceptor acceptor;
  private volatile String answer = "";
  private volatile boolean stays;

  @BeforeEach
  void listen() throws Exception {
    acceptor = WORLD.network().listen(new InetSocketAddress(address(), 0));
    Tls.Handshake tls = Tls.server(ServerKeys.of(OWN.identity()));
    WORLD.start(
        "web",
        () -> {
          try {
            while (true) {
              serve(new Wire(WORLD, acceptor.accept(), SECONDS), tls);
            }
          } catch (IOException e) {
            // The test is over.
          }
        });
  }

  private void serve(Wire wire, Tls.Handshake tls) {
    try (wire) {
      wire.startTls(tls, SECONDS);
      for (String line = "-"; !line.isEmpty(); ) {
        line = wire.readLine(1000, SECONDS).text();
        heard.add(line);
      }
      wire.write(answer.getBytes(US_ASCII));
      wire.flush();
      while (stays) {
        wire.readLine(1000, SECONDS);
      }
    } catch (IOException e) {
      heard.add(String.valueOf(e.getMessage()));
    }
  }

  @AfterEach
  void close() {
    acceptor.close();
  }

  private static InetAddress address() throws IOException {
    return InetAddress.getByName("127.0.0.71");
  }

  private Fetched ask(ClientTrust trust, HttpsClient.Bounds bounds, String host) throws Exception {
    Request request =
        new Request(host, acceptor.address().getPort(), "/policy.txt", Optional.empty());
    return new HttpsClient(WORLD, bounds, trust).ask(request, List.of(address()));
  }

  private Fetched ask() throws Exception {
    return ask(ClientTrust.givenPem(OWN.certificate()), new HttpsClient.Bounds(SECONDS, 20), HOST);
  }

  @Test
  void asksForADocumentOverTls() throws Exception {
    answer =
        "HTTP/1.1 200 OK\r\nContent-Type: Text/Plain; charset=x\r\nContent-Length: 5\r\n\r\nhello";
    assertThat(ask())
        .isInstanceOfSatisfying(
            Fetched.Document.class,
            document -> {
              assertThat(document.mediaType()).isEqualTo("text/plain");
              assertThat(document.octets()).asString(US_ASCII).isEqualTo("hello");
            });
    assertThat(heard)
        .startsWith(
            "GET /policy.txt HTTP/1.1", "Host: " + HOST + ":" + acceptor.address().getPort())
        .contains("Connection: close");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what the server does                 | its words, ~ for CR LF                                           | what that is
          RFC 9112 section 7.1: chunks           | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3;x=y~abc~2~de~0~~   | abcde
          RFC 9112 section 6.3: until the end    | HTTP/1.0 200 OK~~abcde                                           | abcde
          RFC 9110 section 15.2: interim first   | HTTP/1.1 103 Early~Link: x~~HTTP/1.1 200 OK~Content-Length: 2~~ab | ab
          nothing to say                         | HTTP/1.1 204 Done~~                                              | ''
          A18: redirects are not followed        | HTTP/1.1 302 Found~Location: https://127.0.0.1/~~                | HTTP status 302 (Found)
          not there                              | HTTP/1.1 404~~                                                   | HTTP status 404
          too long, announced                    | HTTP/1.1 200 OK~Content-Length: 21~~                             | more than 20 octets of content
          too long, in chunks                    | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~ffffff~              | more than 20 octets of content
          too long, unannounced                  | HTTP/1.1 200 OK~~123456789012345678901                           | more than 20 octets of content
          less than announced                    | HTTP/1.1 200 OK~Content-Length: 9~~ab                            | the other side closed the connection
          two lengths                            | HTTP/1.1 200 OK~Content-Length: 2~Content-Length: 3~~ab          | not a length: 2, 3
          a coding of its own                    | HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~               | a transfer coding that nobody asked for: gzip, chunked
          folded fields                          | HTTP/1.1 200 OK~A: b~ c~~                                        | a header field without a name
          another protocol                       | SSH-2.0-x~                                                       | the answer is not HTTP
          """)
  void readsWhatIsSoundAndNothingElse(String what, String words, String expected) throws Exception {
    answer = words.replace("~", "\r\n");
    Fetched fetched = ask();
    String said =
        fetched instanceof Fetched.Document document
            ? new String(document.octets(), US_ASCII)
            : fetched.inWords();
    assertThat(said).isEqualTo(expected);
  }

  @Test
  void endlessHeadersEnd() throws Exception {
    answer = "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(300);
    assertThat(ask().inWords()).isEqualTo("more than 200 lines before the content");
    answer = "HTTP/1.1 200 OK\r\nA: " + "b".repeat(9000) + "\r\n\r\n";
    assertThat(ask().inWords()).isEqualTo("a line of more than 8192 octets");
  }

  @Test
  void onlyTheServerThatWasMeantIsAsked() throws Exception {
    HttpsClient.Bounds bounds = new HttpsClient.Bounds(SECONDS, 20);
    ClientTrust own = ClientTrust.givenPem(OWN.certificate());
    assertThat(ask(own, bounds, "mta-sts.c.example")).isInstanceOf(Fetched.Untrusted.class);
    assertThat(ask(ClientTrust.system(), bounds, HOST)).isInstanceOf(Fetched.Untrusted.class);
    assertThat(heard).noneMatch(line -> line.startsWith("GET"));
  }

  @Test
  void aServerThatIsSilentIsLeft() throws Exception {
    answer = "HTTP/1.1 200 OK\r\n";
    stays = true;
    Duration soon = Duration.ofMillis(400);
    ClientTrust own = ClientTrust.givenPem(OWN.certificate());
    assertThat(ask(own, new HttpsClient.Bounds(soon, 20), HOST)).isInstanceOf(Fetched.Broken.class);
    assertThat(
            new HttpsClient(WORLD, new HttpsClient.Bounds(soon, 20), own)
                .ask(Request.of(HOST, "/"), new ArrayList<>()))
        .isInstanceOf(Fetched.Broken.class);
  }

  @Test
  void handsDocumentsIn() throws Exception {
    answer = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
    Request.Content content =
        new Request.Content("application/gzip", "abc\r\n\r\n".getBytes(US_ASCII));
    Request request =
        new Request(HOST, acceptor.address().getPort(), "/in?x=1", Optional.of(content));
    ClientTrust own = ClientTrust.givenPem(OWN.certificate());
    assertThat(
            new HttpsClient(WORLD, new HttpsClient.Bounds(SECONDS, 20), own)
                .ask(request, List.of(address())))
        .isInstanceOf(Fetched.Document.class);
    assertThat(heard)
        .contains("POST /in?x=1 HTTP/1.1", "Content-Type: application/gzip", "Content-Length: 7");
  }

  @Test
  void saysWhoAsksAndNeverShowsTheSecret() throws Exception {
    answer = "HTTP/1.1 204 Done\r\n\r\n";
    // RFC 7617 section 2: the example's own words.
    Request.Login login = new Request.Login("Aladdin", "open sesame");
    Request request =
        new Request(HOST, acceptor.address().getPort(), "/", Optional.empty(), Optional.of(login));
    ClientTrust own = ClientTrust.givenPem(OWN.certificate());
    new HttpsClient(WORLD, new HttpsClient.Bounds(SECONDS, 20), own)
        .ask(request, List.of(address()));
    assertThat(heard).contains("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(request.toString()).contains("Aladdin").doesNotContain("sesame");
    assertThatThrownBy(() -> new Request.Login("a:b", "c"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noTextFromOutsideAddsLines() {
    assertThatThrownBy(() -> Request.of(HOST, "/x HTTP/1.1\r\nA: b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Request.of("a/b", "/")).isInstanceOf(IllegalArgumentException.class);
  }
}
