package mailroad.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailboxName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaildirNamesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "INBOX, ''",
    "Sent, .Sent",
    "Work/2024, .Work.2024",
    "Grün/a.b, .Gr&APw-n.a&AC4-b",
    "R&D, .R&-D",
    "..., .&AC4-&AC4-&AC4-"
  })
  void foldersNameMailboxes(String name, String folder) {
    assertThat(MaildirNames.folder(MailboxName.of(name))).isEqualTo(folder);
    if (!folder.isEmpty()) {
      assertThat(MaildirNames.mailbox(folder)).contains(MailboxName.of(name));
    }
  }

  @Test
  void namesThatAreNoneNameNothing() {
    assertThat(MaildirNames.mailbox(".")).isEmpty();
    assertThat(MaildirNames.mailbox(".a..b")).isEmpty();
  }

  @Test
  void filesSayFlags() {
    List<String> keywords =
        MaildirNames.keywords(List.of("0 $Forwarded", "2 work", "99 no", "x y", ""));
    assertThat(keywords).containsExactly("$Forwarded", "", "work");
    assertThat(MaildirNames.flags("1.M2.host,S=3:2,FSac", keywords))
        .isEqualTo(Flags.of(Set.of(Flag.FLAGGED, Flag.SEEN), List.of("$Forwarded", "work")));
    assertThat(MaildirNames.flags("1.M2.host:2,bzZ", keywords)).isEqualTo(Flags.NONE);
    assertThat(MaildirNames.flags("1.M2.host", keywords)).isEqualTo(Flags.NONE);
    List<String> fresh = new ArrayList<>();
    Flags flags = Flags.of(Set.of(Flag.DELETED, Flag.ANSWERED, Flag.DRAFT), List.of("work", "$x"));
    String info = MaildirNames.info(flags, fresh);
    assertThat(info).isEqualTo(":2,DRTab");
    assertThat(MaildirNames.flags("1" + info, fresh)).isEqualTo(flags);
  }
}
