#!/bin/sh
echo "${HOME} and $$ and $1"
