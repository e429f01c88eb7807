package mailroad.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import mailroad.store.Key;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
  @Test
  void tellsAllKeysInTextsThatPostgresTakes() {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      keys.add(Key.of("box", i, "x".repeat(100)));
    }
    List<String> texts = Announcements.of("me", keys);
    assertThat(texts).hasSizeGreaterThan(1).allMatch(text -> text.length() < 8_000);
    List<Key> heard = new ArrayList<>();
    texts.forEach(text -> heard.addAll(Announcements.read("you", text).keys()));
    assertThat(heard).isEqualTo(keys);
  }

  @Test
  void doesNotHearItself() {
    String text = Announcements.of("me", List.of(Key.of("a"))).getFirst();
    assertThat(Announcements.read("me", text)).isEqualTo(new Announcements.Heard(false, List.of()));
  }

  @Test
  void tellsToLookAtEverythingWhenThereIsTooMuchToTell() {
    Key longest = Key.of("x".repeat(Key.OCTETS_MAX - 2));
    List<String> texts = Announcements.of("me", List.of(longest));
    assertThat(texts).containsExactly("me *");
    assertThat(Announcements.read("you", "me *").all()).isTrue();
    assertThat(Announcements.read("you", "me what=later versions say").all()).isTrue();
  }

  @Test
  void refusesSettingsThatCannotBe() {
    PostgresStoreConfig config = PostgresStoreConfig.DEFAULT;
    assertThatThrownBy(() -> config.at("jdbc:mysql:x", "u", "p"))
        .hasMessage("url must begin with jdbc:postgresql:");
    assertThatThrownBy(() -> config.in("x; DROP SCHEMA y")).hasMessageContaining("schema must be");
    assertThat(config.at(config.url(), "u", "secret").toString()).doesNotContain("secret");
  }
}
