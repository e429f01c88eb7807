package mailroad.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostingTest {
  @Test
  void textFromOutsideAddsNoLines() {
    Posting posting =
        new Posting(
            "/checkv2",
            List.of(
                new Posting.Line("Host", "localhost"),
                new Posting.Line("Helo", "a\r\nX-Evil: 1\0\t")),
            12,
            _ -> {});
    assertThat(new String(posting.head(), StandardCharsets.UTF_8))
        .isEqualTo(
            "POST /checkv2 HTTP/1.1\r\nHost: localhost\r\nHelo: a  X-Evil: 1\r\n"
                + "Content-Length: 12\r\nConnection: close\r\n\r\n");
    assertThatThrownBy(() -> new Posting.Line("X: y\r\nZ", "1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Posting("/a b", List.of(), 0, _ -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
