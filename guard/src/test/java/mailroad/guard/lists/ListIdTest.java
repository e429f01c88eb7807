package mailroad.guard.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import mailroad.mime.Header;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListIdTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the examples of RFC 2919 section 4, and what people send
          List-Id: List Header Mailing List <list-header.nisto.com>     | list-header.nisto.com
          List-Id: <commonspace-users.list-id.within.com>               | commonspace-users.list-id.within.com
          List-Id: "Lena's Personal Joke List" <lenas-jokes.da39efc25c530ad145d41b86f7420c3b.021999.localhost> | lenas-jokes.da39efc25c530ad145d41b86f7420c3b.021999.localhost
          List-Id: <Users.Example.ORG>                                  | users.example.org
          List-Id: a <b> list <users.example.org>                       | users.example.org
          List-Id: <users.example.org> (comment)                        | users.example.org
          List-Id: users.example.org                                    | users.example.org
          List-Id: two words                                            |
          List-Id: <>                                                   |
          Subject: x                                                    |
          """)
  void readsTheName(String field, String id) {
    Header header = Header.of((field + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    assertThat(ListId.of(header).map(ListId::value).orElse(null)).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource("List-Id: <a.example>,List-Id: <b.example>")
  void twoNamesAreNone(String one, String other) {
    Header header = Header.of((one + "\r\n" + other + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    assertThat(ListId.of(header)).isEmpty();
  }
}
