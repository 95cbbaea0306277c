-- The tables of the first ledger, as policytool made them in SQLite, with one campaign under way.
CREATE TABLE attempts (
    campaign INTEGER NOT NULL,
    number INTEGER NOT NULL,
    serial SMALLINT NOT NULL,
    at BIGINT NOT NULL,
    state VARCHAR(12) NOT NULL,
    source VARCHAR(80) NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (campaign, number, serial)
)
 WITHOUT ROWID;
CREATE TABLE campaigns (
    number INTEGER NOT NULL,
    id VARCHAR(200) NOT NULL,
    policy VARCHAR(100) NOT NULL,
    version VARCHAR(20) NOT NULL,
    channel VARCHAR(40) NOT NULL,
    significance VARCHAR(20) NOT NULL,
    effective VARCHAR(10) NOT NULL,
    record_sha256 VARCHAR(64) NOT NULL,
    audience_path TEXT NOT NULL,
    audience_sha256 VARCHAR(64) NOT NULL,
    columns TEXT NOT NULL,
    repetition INTEGER NOT NULL,
    reason TEXT NOT NULL,
    total INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    planned BIGINT NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (policy, version, channel, audience_sha256, repetition),
    UNIQUE (id)
);
CREATE TABLE policytool_ledger (
    name VARCHAR(40) NOT NULL,
    value VARCHAR(200) NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE suppressions (
    address BLOB NOT NULL,
    at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (address)
)
 WITHOUT ROWID;
CREATE TABLE contents (
    campaign INTEGER NOT NULL,
    language VARCHAR(40) NOT NULL,
    position SMALLINT NOT NULL,
    recipients INTEGER NOT NULL,
    message BLOB NOT NULL,
    PRIMARY KEY (campaign, language),
    FOREIGN KEY(campaign) REFERENCES campaigns (number)
);
CREATE TABLE deliveries (
    campaign INTEGER NOT NULL,
    number INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    address BLOB NOT NULL,
    state VARCHAR(12) NOT NULL,
    tries SMALLINT NOT NULL,
    entries SMALLINT NOT NULL,
    runner INTEGER,
    PRIMARY KEY (campaign, number),
    FOREIGN KEY(campaign) REFERENCES campaigns (number)
)
 WITHOUT ROWID;
CREATE TABLE runners (
    number INTEGER NOT NULL,
    token VARCHAR(32) NOT NULL,
    campaign INTEGER NOT NULL,
    host VARCHAR(200) NOT NULL,
    pid INTEGER NOT NULL,
    started BIGINT NOT NULL,
    heartbeat BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (number),
    UNIQUE (token),
    FOREIGN KEY(campaign) REFERENCES campaigns (number)
);
INSERT INTO policytool_ledger VALUES ('schema', '1');
INSERT INTO campaigns VALUES (1, 'privacy-policy-2.0-smtp', 'privacy-policy', '2.0', 'smtp', 'significant', '2026-12-23', 'bb', 'people.csv', 'aa', '{}', 0, '', 3, 1, 1700000000);
INSERT INTO contents VALUES (1, 'en', 0, 3, CAST('hello' AS BLOB));
INSERT INTO deliveries VALUES (1, 2, 'c1', CAST('0123456789abcdef' AS BLOB), 'accepted', 1, 1, 1);
INSERT INTO deliveries VALUES (1, 3, 'c2', CAST('123456789abcdef0' AS BLOB), 'unknown', 1, 1, 1);
INSERT INTO deliveries VALUES (1, 4, 'c3', CAST('23456789abcdef01' AS BLOB), 'queued', 0, 0, NULL);
INSERT INTO attempts VALUES (1, 2, 1, 1700000001, 'accepted', 'smtp', '250 ok');
INSERT INTO attempts VALUES (1, 3, 1, 1700000001, 'unknown', 'policytool', 'the sending program died before the answer came');
INSERT INTO runners VALUES (1, '00112233445566778899aabbccddeeff', 1, 'desk', 4711, 1700000000, 1700000000, 1700000002);
INSERT INTO suppressions VALUES (CAST('fedcba9876543210' AS BLOB), 1700000000, 'gone');
