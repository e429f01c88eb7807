package mailroad.smtp.client;

import mailroad.smtp.Recipient;

/** One recipient and what became of it. */
public record Delivery(Recipient recipient, Outcome outcome) {}
