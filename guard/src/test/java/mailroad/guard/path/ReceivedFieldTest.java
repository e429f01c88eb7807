package mailroad.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceivedFieldTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          # as written by Postfix, Sendmail, Exim, qmail, Exchange, Gmail, Mailroad and others | from | reverse | address | by | id
          from mail.a.example (mx1.a.example [192.0.2.1]) (using TLSv1.3 with cipher X (256/256 bits)) by mx.b.example (Postfix) with ESMTPS id 4XyZ for <u@b.example>; Sun, 22 Nov 2026 12:00:00 +0000 | mail.a.example | mx1.a.example | 192.0.2.1 | mx.b.example | 4XyZ
          from a.example (unknown [IPv6:2001:db8::1]) by mx.b.example; Sun, 22 Nov 2026 12:00:00 +0000 | a.example | | 2001:db8:0:0:0:0:0:1 | mx.b.example |
          from mx1.a.example ([192.0.2.1] helo=mail.a.example) by mx.b.example with esmtp (Exim 4.96) id 1abc-00; Sun, 22 Nov 2026 12:00:00 +0000 | mail.a.example | mx1.a.example | 192.0.2.1 | mx.b.example | 1abc-00
          from unknown (HELO mail.a.example) (192.0.2.1) by mx.b.example with SMTP; 22 Nov 2026 12:00:00 -0000 | mail.a.example | | 192.0.2.1 | mx.b.example |
          from EX1.a.example (2001:db8:c0::5) by EX2.a.example (2001:db8:c0::6) with Microsoft SMTP Server id 15.20; Sun, 22 Nov 2026 12:00:00 +0000 | EX1.a.example | | 2001:db8:c0:0:0:0:0:5 | EX2.a.example | 15.20
          by 2002:a05:6402:1234 with SMTP id x12csp; Sun, 22 Nov 2026 04:00:00 -0800 (PST) | | | | 2002:a05:6402:1234 | x12csp
          from [192.0.2.9] ([192.0.2.9]) by mx.b.example (Mailroad) with ESMTPSA id 01ABC for <u@b.example>; Sun, 22 Nov 2026 12:00:00 +0000 | [192.0.2.9] | | 192.0.2.9 | mx.b.example | 01ABC
          (qmail 1234 invoked by uid 89); 22 Nov 2026 12:00:00 -0000 | | | | |
          from localhost (localhost [127.0.0.1]) by a.example (Postfix) with ESMTP id 1; Sun, 22 Nov 2026 12:00:00 +0000 | localhost | localhost | 127.0.0.1 | a.example | 1
          """)
  void readsTheFormsOfManyServers(
      String value, String from, String reverse, String address, String by, String id) {
    ReceivedField field = ReceivedField.parse(value);
    assertThat(field.from()).isEqualTo(from == null ? "" : from);
    assertThat(field.reverse()).isEqualTo(reverse == null ? "" : reverse);
    assertThat(field.address().map(InetAddress::getHostAddress).orElse(null)).isEqualTo(address);
    assertThat(field.by()).isEqualTo(by == null ? "" : by);
    assertThat(field.id()).isEqualTo(id == null ? "" : id);
    assertThat(field.at()).contains(java.time.Instant.parse("2026-11-22T12:00:00Z"));
  }

  @Test
  void readsAnything() {
    Random random = new Random(3);
    String seed =
        "from a.example (HELO b (c [192.0.2.1])) by d with e id f for <g@h>; 22 Nov 2026 12:00:00 -0000";
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = seed.getBytes(StandardCharsets.US_ASCII);
      for (int n = random.nextInt(1, 8); n > 0; n--) {
        octets[random.nextInt(octets.length)] = (byte) "()[];\\<> \t:%f".charAt(random.nextInt(13));
      }
      assertThat(ReceivedField.parse(new String(octets, StandardCharsets.US_ASCII))).isNotNull();
    }
  }

  @Test
  void readsHostileFieldsInLinearTime() {
    for (String piece :
        new String[] {"(", "from (", "a.", "a-", "[1:", "helo=", ": ", "1.1.1.1."}) {
      assertThat(ReceivedField.parse("from x (" + piece.repeat(30_000))).isNotNull();
    }
  }
}
