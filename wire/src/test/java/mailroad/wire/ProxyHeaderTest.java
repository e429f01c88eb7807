package mailroad.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Headers of proxies are short: every damage to one octet is tried. */
class ProxyHeaderTest {
  private static final List<byte[]> HEADERS =
      List.of(
          line("PROXY TCP4 192.0.2.1 198.51.100.1 4321 25\r\n"),
          line("PROXY TCP6 2001:db8::1 ::1 123 425\r\n"),
          line("PROXY UNKNOWN what ever\r\n"),
          HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc0000201c633640110e10019"),
          HexFormat.of()
              .parseHex("0d0a0d0a000d0a515549540a21110010c0000201c633640110e1001904000100"),
          HexFormat.of()
              .parseHex(
                  "0d0a0d0a000d0a515549540a2121002420010db8000000000000000000000001"
                      + "00000000000000000000000000000001007b01a9"),
          HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000"));

  private static byte[] line(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void everyBeginningOfAHeaderIsOneAndAllOfItIsWhole() {
    for (byte[] header : HEADERS) {
      for (int length = 1; length < header.length; length++) {
        assertThat(ProxyHeader.read(header, length))
            .as("%d octets", length)
            .isInstanceOf(ProxyHeader.Reading.Part.class);
      }
      byte[] more = Arrays.copyOf(header, header.length + 3);
      assertThat(ProxyHeader.read(more, more.length))
          .isInstanceOfSatisfying(
              ProxyHeader.Reading.Whole.class,
              whole -> assertThat(whole.header().octets()).isEqualTo(header.length));
    }
  }

  @Test
  void noDamageIsMoreThanBadA22() {
    for (byte[] header : HEADERS) {
      for (int at = 0; at < header.length; at++) {
        for (int octet = 0; octet < 256; octet++) {
          byte[] damaged = header.clone();
          damaged[at] = (byte) octet;
          switch (ProxyHeader.read(damaged, damaged.length)) {
            case ProxyHeader.Reading.Whole(var whole) ->
                assertThat(whole.octets()).isLessThanOrEqualTo(damaged.length);
            case ProxyHeader.Reading.Part() -> assertThat(damaged.length).isLessThan(4096);
            case ProxyHeader.Reading.Bad(var why) -> assertThat(why).isNotEmpty();
          }
        }
      }
    }
  }

  @Test
  void whatHasNoEndIsGivenUpA22() {
    byte[] endless = new byte[ProxyHeader.OCTETS_MAX];
    Arrays.fill(endless, (byte) ' ');
    System.arraycopy(line("PROXY TCP4"), 0, endless, 0, 10);
    assertThat(ProxyHeader.read(endless, 107)).isInstanceOf(ProxyHeader.Reading.Bad.class);
    byte[] giant = HEADERS.get(3).clone();
    giant[14] = (byte) 0xff;
    assertThat(ProxyHeader.read(giant, giant.length)).isInstanceOf(ProxyHeader.Reading.Bad.class);
  }
}
