#!/bin/sh
# Brings PowerDNS' tables into the database, as the server's own image describes them (S3-46). It runs before every
# start: each statement is made harmless where its table or index is there, and pods take turns.
# MYSQL_PWD has the password.
set -eu
schema=$1
grep -q '^CREATE TABLE ' "$schema" || { echo "$schema creates no table: does this image still have the schema?" >&2; exit 1; }
{
  echo "SELECT GET_LOCK('powerdns-schema', 300);"
  sed -e 's/^CREATE TABLE /&IF NOT EXISTS /' -e 's/^CREATE \(UNIQUE \)\{0,1\}INDEX /&IF NOT EXISTS /' "$schema"
} | mariadb --skip-ssl --host="$DATABASE_HOST" --port="$DATABASE_PORT" --user="$DATABASE_USER" "$DATABASE_NAME"
